using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>The public part of an endpoint's certificate for other machines, and how it is installed there. There is no key in it.</summary>
    public sealed class Shared : IDisposable
    {
        private Shared(SharedHandle handle)
        {
            Files = Native.List<SharedHandle, SharedFile, SharedFile>(handle, Import<cw_shared_file_count>.Call.Invoke, At, file => file);
            Instructions = Native.List<SharedHandle, IntPtr, Instruction>(
                handle, Import<cw_shared_instruction_count>.Call.Invoke, Import<cw_shared_instruction_at>.Call.Invoke, Instruction.Copy);
            Certificate = Native.Lent<SharedHandle, Certificate>(handle, Import<cw_shared_certificate>.Call.Invoke, Certificate.Copy);
        }

        /// <summary>What is to be trusted there: the endpoint's certificate if it is self-signed, else the root of its chain, or the certificate itself where the store does not have that. It is disposed of with this.</summary>
        public Certificate Certificate { get; }

        /// <summary>The files that the commands speak of: in DER and in PEM.</summary>
        public IReadOnlyList<SharedFile> Files { get; }

        /// <summary>What installs it, for each kind of system.</summary>
        public IReadOnlyList<Instruction> Instructions { get; }

        /// <summary>Frees the certificate; again does nothing.</summary>
        public void Dispose() => Certificate.Dispose();

        internal static Shared Of(SharedHandle handle)
        {
            using (handle)
            {
                return new Shared(handle);
            }
        }

        // Called while the handle is held.
        private static Status At(SharedHandle handle, UIntPtr index, out SharedFile file, out ErrorHandle error)
        {
            file = null;
            Status status = Import<cw_shared_file_name>.Call(handle, index, out CwStr name, out error);
            if (status == Status.Ok)
            {
                error.Dispose();
                status = Import<cw_shared_file_data>.Call(handle, index, out CwOctets octets, out error);
                file = status == Status.Ok ? new SharedFile(name.Text(), octets.Octets()) : null;
            }

            return status;
        }
    }

    /// <summary>A file that the commands of <see cref="Instruction"/> speak of.</summary>
    public sealed class SharedFile
    {
        internal SharedFile(string name, byte[] octets)
        {
            Name = name;
            Octets = octets;
        }

        /// <summary>Its name: the endpoint's with <c>.cer</c>, which is in DER, or <c>.pem</c>.</summary>
        public string Name { get; }

        /// <summary>What is to be in it.</summary>
        public byte[] Octets { get; }

        /// <summary>Its name.</summary>
        public override string ToString() => Name;
    }

    /// <summary>How one kind of system is made to trust an endpoint.</summary>
    public sealed class Instruction
    {
        private Instruction(IntPtr lent)
        {
            System = Lent.Text(lent, Import<cw_instruction_system>.Call.Invoke);
            Title = Lent.Text(lent, Import<cw_instruction_title>.Call.Invoke);
            Commands = Lent.Texts(lent, Import<cw_instruction_command_count>.Call.Invoke, Import<cw_instruction_command_at>.Call.Invoke);
            Notes = Lent.Texts(lent, Import<cw_instruction_note_count>.Call.Invoke, Import<cw_instruction_note_at>.Call.Invoke);
        }

        /// <summary>certwright, debian, java, macos, nss, red-hat, windows or windows-domain.</summary>
        public string System { get; }

        /// <summary>What it is for, in words.</summary>
        public string Title { get; }

        /// <summary>The commands, one after another; none where it is done in a dialog, which the notes describe.</summary>
        public IReadOnlyList<string> Commands { get; }

        /// <summary>What is to be known.</summary>
        public IReadOnlyList<string> Notes { get; }

        /// <summary>What it is for.</summary>
        public override string ToString() => Title;

        internal static Instruction Copy(IntPtr lent) => new Instruction(lent);
    }
}
