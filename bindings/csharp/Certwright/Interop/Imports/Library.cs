// Made of certwright.h by tests/csharp/imports.py.

using System;
using System.Runtime.InteropServices;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate void cw_bytes_free(ref CwBytes bytes);

    [Function(Cdecl)] internal unsafe delegate Status cw_thumbprint_parse(byte* text, UIntPtr text_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_serial_parse(byte* text, UIntPtr text_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_serial_from_der(byte* der, UIntPtr der_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_subject_parse(byte* text, UIntPtr text_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_date_parse(byte* text, UIntPtr text_len, out long result, [MarshalAs(UnmanagedType.U1)] out bool out_day, out ErrorHandle error);

    [Function(Cdecl)] internal delegate uint cw_status_count();

    [Function(Cdecl)] internal delegate Status cw_status_code(uint number, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_status_meaning(uint number, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_status_cause(uint number, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_status_cure(uint number, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_status_parse(byte* text, UIntPtr text_len, out uint result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_read_file(byte* data, UIntPtr data_len, ReadOptionsHandle options, out ImportReportHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_read_pkcs12(byte* data, UIntPtr data_len, ReadOptionsHandle options, out ImportReportHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_read_path(byte* path, UIntPtr path_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_write_file(byte* path, UIntPtr path_len, byte* data, UIntPtr data_len, uint secrecy, uint replace, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_write_pkcs7(IntPtr[] certificates, UIntPtr count, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_detect(byte* data, UIntPtr data_len, out DetectedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate UIntPtr cw_reader_count();

    [Function(Cdecl)] internal delegate Status cw_reader_name(UIntPtr index, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_probe(byte* server, UIntPtr server_len, ulong timeout_milliseconds, out ProbedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_picture(IntPtr[] chain, UIntPtr chain_count, long at, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_systemd_units(CwStr* command, UIntPtr command_count, byte* schedule, UIntPtr schedule_len, byte* name, UIntPtr name_len, byte* user, UIntPtr user_len, out UnitFilesHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal unsafe delegate Status cw_cron_line(CwStr* command, UIntPtr command_count, byte* schedule, UIntPtr schedule_len, out CwBytes result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_verify_chain(IntPtr[] chain, UIntPtr chain_count, VerifyOptionsHandle options, out VerifiedHandle result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate uint cw_abi_version();

    [Function(Cdecl)] internal delegate CwStr cw_version();
}
