using Microsoft.AspNetCore.Http;

namespace ScopeAuth.Bearer;

/// <summary>Writes the answer to a refused request.</summary>
internal interface IRejectionAnswer
{
    Task WriteAsync(HttpContext context, Rejection rejection);
}
