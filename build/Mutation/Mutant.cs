namespace ScopeAuth.Mutation;

/// <summary>One small fault that is put into the library.</summary>
/// <param name="Id">Its number, which the test process is given to switch it on.</param>
/// <param name="File">Below src/ScopeAuth.</param>
/// <param name="Line">Where.</param>
/// <param name="Was">The text as it is written.</param>
/// <param name="Becomes">What stands there instead.</param>
internal sealed record Mutant(int Id, string File, int Line, string Was, string Becomes)
{
    public string Room => Path.GetDirectoryName(File)!;

    public override string ToString() => $"{File}:{Line}  {Was}  ->  {Becomes}";
}
