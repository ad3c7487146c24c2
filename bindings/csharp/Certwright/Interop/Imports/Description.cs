// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_description_new(out DescriptionHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_description_friendly_name(DescriptionHandle description, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_description_tags(DescriptionHandle description, CwStr* tags, UIntPtr tags_count, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_description_free(IntPtr description);

    /// <summary>Owns a cw_description.</summary>
    internal sealed class DescriptionHandle : Handle
    {
        public DescriptionHandle()
        {
        }

        internal DescriptionHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_description_free>.Call(pointer);
    }
}
