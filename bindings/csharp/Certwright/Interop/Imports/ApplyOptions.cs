// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_apply_options_new(uint layout, byte* certificate, UIntPtr certificate_len, out ApplyOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_apply_options_key(ApplyOptionsHandle options, byte* path, UIntPtr path_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_apply_options_owner(ApplyOptionsHandle options, byte* owner, UIntPtr owner_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_apply_options_group(ApplyOptionsHandle options, byte* group, UIntPtr group_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_apply_options_reload(ApplyOptionsHandle options, CwStr* words, UIntPtr words_count, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_apply_options_server(ApplyOptionsHandle options, byte* server, UIntPtr server_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_apply_options_timeout(ApplyOptionsHandle options, ulong milliseconds, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_apply_options_free(IntPtr options);

    /// <summary>Owns a cw_apply_options.</summary>
    internal sealed class ApplyOptionsHandle : Handle
    {
        public ApplyOptionsHandle()
        {
        }

        internal ApplyOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_apply_options_free>.Call(pointer);
    }
}
