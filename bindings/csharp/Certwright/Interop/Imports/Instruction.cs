// Made of certwright.h by tests/csharp/imports.py.

using System;
using Function = System.Runtime.InteropServices.UnmanagedFunctionPointerAttribute;
using static System.Runtime.InteropServices.CallingConvention;

namespace Certwright.Interop
{
    [Function(Cdecl)] internal delegate Status cw_instruction_system(IntPtr instruction, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_instruction_title(IntPtr instruction, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_instruction_command_count(IntPtr instruction, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_instruction_command_at(IntPtr instruction, UIntPtr index, out CwStr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_instruction_note_count(IntPtr instruction, out UIntPtr result, out ErrorHandle error);

    [Function(Cdecl)] internal delegate Status cw_instruction_note_at(IntPtr instruction, UIntPtr index, out CwStr result, out ErrorHandle error);
}
