// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_restore_options_new(out RestoreOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_restore_options_password(RestoreOptionsHandle options, byte* password, UIntPtr password_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_restore_options_identity(RestoreOptionsHandle options, byte* identity, UIntPtr identity_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restore_options_dry_run(RestoreOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restore_options_conflicts(RestoreOptionsHandle options, uint conflicts, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_restore_options_role(RestoreOptionsHandle options, byte* role, UIntPtr role_len, byte* scope, UIntPtr scope_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_restore_options_trust_signer(RestoreOptionsHandle options, byte* sha256, UIntPtr sha256_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_restore_options_salvage(RestoreOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_restore_options_free(IntPtr restore_options);

    /// <summary>Owns a cw_restore_options.</summary>
    internal sealed class RestoreOptionsHandle : Handle
    {
        public RestoreOptionsHandle()
        {
        }

        internal RestoreOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_restore_options_free>.Call(pointer);
    }
}
