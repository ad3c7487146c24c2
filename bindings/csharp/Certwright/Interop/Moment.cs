using System;

namespace Certwright.Interop
{
    /// <summary>Times of the library, which knows years that .NET does not: those become the nearest that it knows.</summary>
    internal static class Moment
    {
        private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
        private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

        internal static DateTimeOffset OfSeconds(long seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Min(Math.Max(seconds, First), Last));

        internal static DateTimeOffset OfMilliseconds(long milliseconds) =>
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(Math.Max(milliseconds, First * 1000), Last * 1000));
    }
}
