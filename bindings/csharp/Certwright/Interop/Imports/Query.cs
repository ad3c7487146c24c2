// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_query_new(out QueryHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_archived(QueryHandle query, uint archived, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_order(QueryHandle query, uint order, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_descending(QueryHandle query, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_limit(QueryHandle query, UIntPtr limit, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_query_free(IntPtr query);

    [Function(Cdecl)] internal delegate Status cw_query_has_private_key(QueryHandle query, [MarshalAs(UnmanagedType.U1)] bool wanted, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_is_ca(QueryHandle query, [MarshalAs(UnmanagedType.U1)] bool wanted, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_self_signed(QueryHandle query, [MarshalAs(UnmanagedType.U1)] bool wanted, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_key_algorithm(QueryHandle query, byte* algorithm, UIntPtr algorithm_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_signature_hash(QueryHandle query, byte* hash, UIntPtr hash_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_validity_over(QueryHandle query, long length, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_validity_under(QueryHandle query, long length, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_expiring_before(QueryHandle query, long at, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_valid_at(QueryHandle query, long at, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_expired_at(QueryHandle query, long at, [MarshalAs(UnmanagedType.U1)] bool expired, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_text(QueryHandle query, byte* text, UIntPtr text_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_contains(QueryHandle query, byte* contains, UIntPtr contains_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_subject(QueryHandle query, byte* subject, UIntPtr subject_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_issuer(QueryHandle query, byte* issuer, UIntPtr issuer_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_serial_der(QueryHandle query, byte* der, UIntPtr der_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_subject_contains(QueryHandle query, byte* part, UIntPtr part_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_issuer_contains(QueryHandle query, byte* part, UIntPtr part_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_serial(QueryHandle query, byte* serial, UIntPtr serial_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_thumbprint(QueryHandle query, byte* thumbprint, UIntPtr thumbprint_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_subject_key_id(QueryHandle query, byte* id, UIntPtr id_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_dns_name(QueryHandle query, byte* dns_name, UIntPtr dns_name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_ip_address(QueryHandle query, byte* address, UIntPtr address_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_friendly_name(QueryHandle query, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_tag(QueryHandle query, byte* tag, UIntPtr tag_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_store(QueryHandle query, byte* name, UIntPtr name_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_role(QueryHandle query, byte* role, UIntPtr role_len, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_query_scope(QueryHandle query, byte* scope, UIntPtr scope_len, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_query_required(QueryHandle query, [MarshalAs(UnmanagedType.U1)] bool wanted, out ErrorHandle error);

    /// <summary>Owns a cw_query.</summary>
    internal sealed class QueryHandle : Handle
    {
        public QueryHandle()
        {
        }

        internal QueryHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_query_free>.Call(pointer);
    }
}
