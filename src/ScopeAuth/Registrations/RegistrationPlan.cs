namespace ScopeAuth.Registrations;

/// <summary>What is to be done about an entry as it is: nothing, for a reason, or to give it settings, or, without settings, to delete it.</summary>
internal readonly record struct RegistrationPlan<TOptions>(RegistrationOutcome Outcome, TOptions? Options = null)
    where TOptions : class;
