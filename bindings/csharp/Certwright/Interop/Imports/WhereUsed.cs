// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_where_used_entry(WhereUsedHandle used, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_assignment_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_assignment_at(WhereUsedHandle used, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_endpoint_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_endpoint_at(WhereUsedHandle used, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_decision_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_decision_at(WhereUsedHandle used, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_issued_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_issued_at(WhereUsedHandle used, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_issuer_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_issuer_at(WhereUsedHandle used, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_supersedes_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_supersedes_at(WhereUsedHandle used, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_superseded_by(WhereUsedHandle used, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_same_key_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_same_key_at(WhereUsedHandle used, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_last_export(WhereUsedHandle used, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_backup(WhereUsedHandle used, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_required_count(WhereUsedHandle used, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_where_used_required_at(WhereUsedHandle used, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_where_used_free(IntPtr used);

    /// <summary>Owns a cw_where_used.</summary>
    internal sealed class WhereUsedHandle : Handle
    {
        public WhereUsedHandle()
        {
        }

        internal WhereUsedHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_where_used_free>.Call(pointer);
    }
}
