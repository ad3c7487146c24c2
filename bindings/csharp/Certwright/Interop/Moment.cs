using System;

namespace Certwright.Interop
{
    /// <summary>Times of the library, which knows years that .NET does not: those become the nearest that it knows.</summary>
    internal static class Moment
    {
        private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
        private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

        internal static DateTimeOffset OfSeconds(long seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Min(Math.Max(seconds, First), Last));

        /// <summary>Null where the library has its word for none.</summary>
        internal static DateTimeOffset? OfSecondsOrNull(long seconds) => seconds == long.MinValue ? (DateTimeOffset?)null : OfSeconds(seconds);

        internal static DateTimeOffset OfMilliseconds(long milliseconds) =>
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(Math.Max(milliseconds, First * 1000), Last * 1000));

        /// <summary>How long something may take; 0, which is the library's word for as long as usual, where it is not said.</summary>
        internal static ulong Milliseconds(TimeSpan? timeout, string name)
        {
            if (timeout <= TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(name, timeout, "it is no time at all");
            }

            return timeout is TimeSpan given ? (ulong)Math.Ceiling(given.TotalMilliseconds) : 0;
        }
    }
}
