// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_add_options_new(out AddOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_add_options_store(AddOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_add_options_create_store(AddOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_add_options_friendly_name(AddOptionsHandle options, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_add_options_tags(AddOptionsHandle options, CwStr* tags, UIntPtr tags_count, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_add_options_free(IntPtr add_options);

    /// <summary>Owns a cw_add_options.</summary>
    internal sealed class AddOptionsHandle : Handle
    {
        public AddOptionsHandle()
        {
        }

        internal AddOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_add_options_free>.Call(pointer);
    }
}
