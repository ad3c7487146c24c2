// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_shared_certificate(SharedHandle shared, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_shared_file_count(SharedHandle shared, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_shared_file_name(SharedHandle shared, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_shared_file_data(SharedHandle shared, UIntPtr index, out CwOctets result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_shared_instruction_count(SharedHandle shared, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_shared_instruction_at(SharedHandle shared, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_shared_free(IntPtr shared);

    /// <summary>Owns a cw_shared.</summary>
    internal sealed class SharedHandle : Handle
    {
        public SharedHandle()
        {
        }

        internal SharedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_shared_free>.Call(pointer);
    }
}
