// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_entry_assignments(EntryHandle entry, out AssignmentsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_certificate(EntryHandle entry, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_friendly_name(EntryHandle entry, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_tag_count(EntryHandle entry, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_tag_at(EntryHandle entry, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_store_count(EntryHandle entry, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_store_at(EntryHandle entry, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_archived(EntryHandle entry, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_has_private_key(EntryHandle entry, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_added(EntryHandle entry, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_identity(EntryHandle entry, out IdentityHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_chain(EntryHandle entry, out ChainHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_required(EntryHandle entry, out TextsHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_entry_clone(EntryHandle entry, out EntryHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_entry_free(IntPtr entry);

    /// <summary>Owns a cw_entry.</summary>
    internal sealed class EntryHandle : Handle
    {
        public EntryHandle()
        {
        }

        internal EntryHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_entry_free>.Call(pointer);
    }
}
