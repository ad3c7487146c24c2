// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_read_options_new(out ReadOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_read_options_password(ReadOptionsHandle options, byte* password, UIntPtr password_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_read_options_ask_password_ask(IntPtr user, IntPtr password);

    [Function(Cdecl)] internal delegate Status cw_read_options_ask_password(ReadOptionsHandle options, cw_read_options_ask_password_ask ask, IntPtr user, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_read_options_max_iterations(ReadOptionsHandle options, ulong limit, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_read_options_max_scrypt_memory(ReadOptionsHandle options, ulong limit, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_read_options_max_nesting(ReadOptionsHandle options, UIntPtr limit, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_read_options_require_mac(ReadOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_read_options_refuse_legacy(ReadOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_read_options_free(IntPtr options);

    /// <summary>Owns a cw_read_options.</summary>
    internal sealed class ReadOptionsHandle : Handle
    {
        public ReadOptionsHandle()
        {
        }

        internal ReadOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_read_options_free>.Call(pointer);
    }
}
