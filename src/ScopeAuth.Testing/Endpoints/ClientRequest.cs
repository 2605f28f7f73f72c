using Microsoft.AspNetCore.Http;
using ScopeAuth.Testing.Clients;

namespace ScopeAuth.Testing.Endpoints;

/// <summary>A form that a client sent, after the client proved who it is.</summary>
internal sealed record ClientRequest(TestAuthorizationServer Server, IFormCollection Form, ClientIdentity Identity)
{
    public TestClient Client => Identity.Client;

    public string this[string field] => Form[field].ToString();
}
