// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_opaque_key_kind(OpaqueKeyHandle key, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_opaque_key_to_pkcs8_der(OpaqueKeyHandle key, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_opaque_key_clone(OpaqueKeyHandle key, out OpaqueKeyHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_opaque_key_free(IntPtr key);

    /// <summary>Owns a cw_opaque_key.</summary>
    internal sealed class OpaqueKeyHandle : Handle
    {
        public OpaqueKeyHandle()
        {
        }

        internal OpaqueKeyHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_opaque_key_free>.Call(pointer);
    }
}
