using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ScopeAuth.Tests.Audit;

/// <summary>A controller as users write them; public, because MVC looks for public ones.</summary>
[ApiController]
[Route("audited")]
[Authorize("Known")]
public sealed class AuditedController : ControllerBase
{
    [HttpGet("rules")]
    [Authorize("Operator")]
    public ActionResult<int[]> Read() => Ok(new[] { 1, 2, 3 });

    [HttpPost("rules")]
    [Authorize("Operator")]
    [AuditAction("Import", Category = "Rules")]
    public ActionResult<string> Import() => Created("/audited/rules/4", "secret body");
}
