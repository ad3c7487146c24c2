using System;
using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>
    /// Makes a PFX with identities and their chains, then certificates alone, then keys alone. It is read back before it is given out, and
    /// what its reader cannot hold is refused before anything is written.
    /// </summary>
    public sealed class PfxWriter
    {
        /// <summary>The names of those for whom a PFX can be written.</summary>
        public static IReadOnlyList<string> Readers
        {
            get
            {
                var names = new string[checked((int)Import<cw_reader_count>.Call())];
                for (int i = 0; i < names.Length; i++)
                {
                    Native.Check(Import<cw_reader_name>.Call((UIntPtr)i, out CwBytes name, out ErrorHandle error), error);
                    names[i] = name.TakeText();
                }

                return Array.AsReadOnly(names);
            }
        }

        /// <summary>Certificates with their keys and chains.</summary>
        public IList<Identity> Identities { get; } = new List<Identity>();

        /// <summary>Certificates alone, each with a friendly name or without.</summary>
        public IList<NamedCertificate> Certificates { get; } = new List<NamedCertificate>();

        /// <summary>Keys alone.</summary>
        public IList<PrivateKey> PrivateKeys { get; } = new List<PrivateKey>();

        /// <summary>Who has to open it, one of <see cref="Readers"/>: default (AES-256, HMAC-SHA-256), windows-server-2016, java8, dotnet9 and so on.</summary>
        public string Reader { get; set; }

        /// <summary>The iterations of each key derivation, 1,000 to 5,000,000, for readers with 3DES less the more bags there are; unless said, what .NET 9 still opens.</summary>
        public int? Iterations { get; set; }

        /// <summary>After <see cref="Write"/>: what is to be known, such as that its reader takes only weak encryption.</summary>
        public IReadOnlyList<string> Notes { get; private set; } = new string[0];

        /// <summary>The octets of the file. The password is never empty.</summary>
        /// <exception cref="CertwrightException">InvalidArgument, Unsupported.</exception>
        public unsafe byte[] Write(Password password)
        {
            if (password == null)
            {
                throw new ArgumentNullException(nameof(password));
            }

            using (PfxWriterHandle handle = password.Use(secret => Native.Made<PfxWriterHandle>(secret, Import<cw_pfx_writer_new>.Call.Invoke)))
            {
                foreach (Identity one in Identities)
                {
                    Native.SetValue(handle, one.Handle, Import<cw_pfx_writer_add_identity>.Call.Invoke);
                }

                foreach (NamedCertificate one in Certificates)
                {
                    using (Input name = Input.Of(one.FriendlyName))
                    {
                        Native.Check(Import<cw_pfx_writer_add_certificate>.Call(handle, one.Certificate.Handle, name.Pointer, name.Length, out ErrorHandle error), error);
                    }
                }

                foreach (PrivateKey one in PrivateKeys)
                {
                    Native.SetValue(handle, one.Handle, Import<cw_pfx_writer_add_private_key>.Call.Invoke);
                }

                Native.SetText(handle, Reader, Import<cw_pfx_writer_reader>.Call.Invoke);
                if (Iterations is int iterations)
                {
                    Native.SetValue(handle, Native.Unsigned(iterations, nameof(Iterations)), Import<cw_pfx_writer_iterations>.Call.Invoke);
                }

                byte[] file = Native.Value<PfxWriterHandle, CwBytes>(handle, Import<cw_pfx_writer_write>.Call.Invoke).TakeOctets();
                Notes = Native.Texts<PfxWriterHandle>(handle, Import<cw_pfx_writer_note_count>.Call.Invoke, Import<cw_pfx_writer_note_at>.Call.Invoke);
                return file;
            }
        }
    }
}
