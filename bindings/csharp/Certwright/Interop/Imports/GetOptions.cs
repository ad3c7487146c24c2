// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_get_options_new(out GetOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_get_options_store(GetOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_get_options_archived(GetOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_get_options_free(IntPtr get_options);

    /// <summary>Owns a cw_get_options.</summary>
    internal sealed class GetOptionsHandle : Handle
    {
        public GetOptionsHandle()
        {
        }

        internal GetOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_get_options_free>.Call(pointer);
    }
}
