using ScopeAuth.Tests.House;

namespace ScopeAuth.Console.Tests.Support;

/// <summary>The pictures of docs/images, which are written only when somebody asks: SCOPEAUTH_WRITE_SCREENSHOTS=1.</summary>
internal static class Screenshots
{
    private const string Write = "SCOPEAUTH_WRITE_SCREENSHOTS";

    public static void Keep(string name, byte[] picture)
    {
        TestContext.Current.AddAttachment(name, picture, "image/png");
        if (Environment.GetEnvironmentVariable(Write) != "1") return;
        Directory.CreateDirectory(Repository.PathTo("docs", "images"));
        File.WriteAllBytes(Repository.PathTo("docs", "images", name), picture);
    }
}
