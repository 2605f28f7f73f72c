namespace ScopeAuth.Console.Frame;

/// <summary>Why a page of a list cannot be shown.</summary>
internal static class ListFault
{
    /// <param name="read">Reads the page.</param>
    /// <param name="list">What the list is called.</param>
    /// <param name="outOfReach">What is said where it cannot be read.</param>
    /// <returns>Null, where it was read.</returns>
    public static async Task<string?> OfAsync(Func<Task> read, string list, string outOfReach)
    {
        try
        {
            await read();
            return null;
        }
        catch (ArgumentException)
        {
            return $"This page of the {list} does not exist any more. Begin with the first.";
        }
        catch (IOException)
        {
            return outOfReach;
        }
    }
}
