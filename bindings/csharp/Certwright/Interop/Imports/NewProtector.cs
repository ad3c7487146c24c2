// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal unsafe delegate Status cw_new_protector_key_file(byte* path, UIntPtr path_len, out NewProtectorHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_new_protector_passphrase(byte* passphrase, UIntPtr passphrase_len, out NewProtectorHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_new_protector_free(IntPtr new_protector);

    /// <summary>Owns a cw_new_protector.</summary>
    internal sealed class NewProtectorHandle : Handle
    {
        public NewProtectorHandle()
        {
        }

        internal NewProtectorHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_new_protector_free>.Call(pointer);
    }
}
