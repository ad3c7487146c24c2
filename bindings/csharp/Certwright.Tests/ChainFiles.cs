using System;
using System.IO;

namespace Certwright.Tests
{
    /// <summary>The files of core/tests/data/chain, which are valid from 2025 to 2044.</summary>
    internal static class ChainFiles
    {
        internal static readonly DateTimeOffset When = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

        internal static byte[] Octets(string file)
        {
            using (Stream stream = typeof(ChainFiles).Assembly.GetManifestResourceStream("chain/" + file))
            using (var octets = new MemoryStream())
            {
                stream.CopyTo(octets);
                return octets.ToArray();
            }
        }

        internal static Certificate Of(string file) => Certificate.FromPem(Octets(file));
    }
}
