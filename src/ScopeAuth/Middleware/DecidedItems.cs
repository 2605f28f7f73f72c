using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace ScopeAuth.Middleware;

/// <summary>
/// The items of a request whose authorization was decided. The framework puts a mark among them, and its endpoint middleware refuses to
/// run an endpoint without it; here the mark needs no dictionary until somebody else uses the items.
/// </summary>
internal abstract class DecidedItems : IItemsFeature, IDictionary<object, object?>
{
    private const string MarkOfAuthorization = "__AuthorizationMiddlewareWithEndpointInvoked";

    private object? _items;         // who held them before, or they themselves

    public IDictionary<object, object?> Items
    {
        get => this;
        set => _items = value == this ? _items : value;
    }

    public ICollection<object> Keys => All.Keys;

    public ICollection<object?> Values => All.Values;

    public int Count => All.Count;

    public bool IsReadOnly => false;

    private IDictionary<object, object?> All
    {
        get
        {
            if (_items is not IItemsFeature && _items is IDictionary<object, object?> known) return known;
            var all = (_items as IItemsFeature)?.Items ?? new Dictionary<object, object?>();
            all[MarkOfAuthorization] = true;
            _items = all;
            return all;
        }
    }

    public object? this[object key]
    {
        get => All.TryGetValue(key, out var value) ? value : null;      // as HttpContext.Items does
        set => All[key] = value;
    }

    public bool ContainsKey(object key) => _items is null ? Equals(key, MarkOfAuthorization) : All.ContainsKey(key);

    public bool TryGetValue(object key, [MaybeNullWhen(false)] out object? value) => All.TryGetValue(key, out value);

    public void Add(object key, object? value) => All.Add(key, value);

    public void Add(KeyValuePair<object, object?> item) => All.Add(item);

    public bool Remove(object key) => All.Remove(key);

    public bool Remove(KeyValuePair<object, object?> item) => All.Remove(item);

    public void Clear() => All.Clear();

    public bool Contains(KeyValuePair<object, object?> item) => All.Contains(item);

    public void CopyTo(KeyValuePair<object, object?>[] array, int arrayIndex) => All.CopyTo(array, arrayIndex);

    public IEnumerator<KeyValuePair<object, object?>> GetEnumerator() => All.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Stands in the place of the request's items from now on.</summary>
    public void MarkItems(IFeatureCollection features)
    {
        if (features.Find<IItemsFeature>() is { } before)
        {
            // An error page runs the pipeline again, with the same request.
            if (before == this) return;
            _items = before;
        }
        features.Put<IItemsFeature>(this);
    }
}
