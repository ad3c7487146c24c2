using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Certwright.Interop
{
    /// <summary>cw_bytes: octets that belong to us until they are taken, which frees and wipes them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct CwBytes
    {
        internal byte* Data;
        internal UIntPtr Length;

        /// <summary>A copy of the octets; what was made by the library is wiped and freed.</summary>
        internal byte[] TakeOctets()
        {
            try
            {
                var octets = new byte[checked((int)Length)];
                if (Data != null)
                {
                    Marshal.Copy((IntPtr)Data, octets, 0, octets.Length);
                }

                return octets;
            }
            finally
            {
                Import<cw_bytes_free>.Call(ref this);
            }
        }

        /// <summary>The same of text.</summary>
        internal string TakeText()
        {
            try
            {
                return Data == null ? string.Empty : Encoding.UTF8.GetString(Data, checked((int)Length));
            }
            finally
            {
                Import<cw_bytes_free>.Call(ref this);
            }
        }
    }
}
