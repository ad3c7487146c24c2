// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_detected_kind(DetectedHandle detected, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_detected_why(DetectedHandle detected, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_detected_hint(DetectedHandle detected, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_detected_free(IntPtr detected);

    /// <summary>Owns a cw_detected.</summary>
    internal sealed class DetectedHandle : Handle
    {
        public DetectedHandle()
        {
        }

        internal DetectedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_detected_free>.Call(pointer);
    }
}
