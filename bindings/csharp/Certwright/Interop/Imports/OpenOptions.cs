// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate void cw_open_options_diagnostics_tell(IntPtr user, uint level, CwStr code, CwStr message);

    [Function(Cdecl)] internal delegate void cw_open_options_diagnostics_free_user(IntPtr user);

    [Function(Cdecl)] internal delegate Status cw_open_options_diagnostics(OpenOptionsHandle options, cw_open_options_diagnostics_tell tell, IntPtr user, cw_open_options_diagnostics_free_user free_user, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_open_options_new(out OpenOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_open_options_key_file(OpenOptionsHandle options, byte* path, UIntPtr path_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_open_options_passphrase(OpenOptionsHandle options, byte* passphrase, UIntPtr passphrase_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate int cw_open_options_ask_passphrase_ask(IntPtr user, IntPtr password);

    [Function(Cdecl)] internal delegate Status cw_open_options_ask_passphrase(OpenOptionsHandle options, cw_open_options_ask_passphrase_ask ask, IntPtr user, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_open_options_locked(OpenOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_open_options_group(OpenOptionsHandle options, byte* group, UIntPtr group_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_open_options_others_read(OpenOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_open_options_busy_deadline(OpenOptionsHandle options, uint milliseconds, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_open_options_actor(OpenOptionsHandle options, byte* actor, UIntPtr actor_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_open_options_installation(OpenOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_open_options_free(IntPtr open_options);

    /// <summary>Owns a cw_open_options.</summary>
    internal sealed class OpenOptionsHandle : Handle
    {
        public OpenOptionsHandle()
        {
        }

        internal OpenOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_open_options_free>.Call(pointer);
    }
}
