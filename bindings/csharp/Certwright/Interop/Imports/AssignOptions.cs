// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_assign_options_new(out AssignOptionsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_assign_options_create_role(AssignOptionsHandle options, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_assign_options_free(IntPtr assign_options);

    /// <summary>Owns a cw_assign_options.</summary>
    internal sealed class AssignOptionsHandle : Handle
    {
        public AssignOptionsHandle()
        {
        }

        internal AssignOptionsHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_assign_options_free>.Call(pointer);
    }
}
