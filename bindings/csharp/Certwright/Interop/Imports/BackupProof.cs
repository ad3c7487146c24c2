// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_backup_proof_kind(BackupProofHandle proof, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_certificates(BackupProofHandle proof, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_keys(BackupProofHandle proof, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_signed(BackupProofHandle proof, out ulong result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_compared_count(BackupProofHandle proof, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_compared_at(BackupProofHandle proof, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_skipped_count(BackupProofHandle proof, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_skipped_at(BackupProofHandle proof, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_missing_today_count(BackupProofHandle proof, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_missing_today_at(BackupProofHandle proof, UIntPtr index, out IntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_complete(BackupProofHandle proof, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_recipient_proven(BackupProofHandle proof, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_signer(BackupProofHandle proof, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_own_signer(BackupProofHandle proof, [MarshalAs(UnmanagedType.U1)] out bool result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_made(BackupProofHandle proof, out long result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_note_count(BackupProofHandle proof, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_backup_proof_note_at(BackupProofHandle proof, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate void cw_backup_proof_free(IntPtr proof);

    /// <summary>Owns a cw_backup_proof.</summary>
    internal sealed class BackupProofHandle : Handle
    {
        public BackupProofHandle()
        {
        }

        internal BackupProofHandle(IntPtr borrowed)
            : base(borrowed)
        {
        }

        private protected override void Free(IntPtr pointer) => Import<cw_backup_proof_free>.Call(pointer);
    }
}
