// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_rotate_options_new(out RotateOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_rotate_options_key_file(RotateOptionsHandle options, byte* path, UIntPtr path_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_rotate_options_passphrase(RotateOptionsHandle options, byte* passphrase, UIntPtr passphrase_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_rotate_options_drop_others(RotateOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_rotate_options_free(IntPtr rotate_options);

    /// <summary>Owns a cw_rotate_options.</summary>
    internal sealed class RotateOptionsHandle : Handle
    {
        public RotateOptionsHandle()
        {
        }

        internal RotateOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_rotate_options_free>.Call(pointer);
    }
}
