using System;
using System.Runtime.InteropServices;

namespace Certwright.Interop
{
    /// <summary>cw_octets: octets that belong to a handle. They are copied while the handle is held.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct CwOctets
    {
        internal byte* Data;
        internal UIntPtr Length;

        /// <summary>A copy; null where there are none.</summary>
        internal byte[] Octets()
        {
            if (Data == null)
            {
                return null;
            }

            var octets = new byte[checked((int)Length)];
            Marshal.Copy((IntPtr)Data, octets, 0, octets.Length);
            return octets;
        }
    }
}
