using System.Runtime.InteropServices;
using System.Text;

namespace Certwright.Interop
{
    /// <summary>cw_str: text that belongs to a handle. It is copied while the handle is held.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct CwStr
    {
        internal byte* Data;
        internal System.UIntPtr Length;

        /// <summary>A copy; null where there is none.</summary>
        internal string Text() => Data == null ? null : Encoding.UTF8.GetString(Data, checked((int)Length));
    }
}
