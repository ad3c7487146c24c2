using System.Collections.Generic;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Kinds of files that a store writes.</summary>
    public enum ExportFormat : uint
    {
        /// <summary>PKCS#12.</summary>
        Pfx = 1,

        /// <summary>PEM.</summary>
        Pem = 2,

        /// <summary>One certificate in DER.</summary>
        Der = 3,

        /// <summary>PKCS#7, certificates alone.</summary>
        P7b = 4,
    }

    /// <summary>How certificates leave a store.</summary>
    public sealed class ExportOptions
    {
        /// <summary>The kind of file.</summary>
        public ExportFormat Format { get; set; } = ExportFormat.Pfx;

        /// <summary>Lets private keys and chains go along.</summary>
        public bool WithKey { get; set; }

        /// <summary>The password of a PFX, which has to have one, or of the keys in PEM.</summary>
        public Password Password { get; set; }

        /// <summary>Who has to open a PFX, one of <see cref="PfxWriter.Readers"/>.</summary>
        public string Reader { get; set; }

        /// <summary>The iterations of each key derivation of a PFX.</summary>
        public int? Iterations { get; set; }

        /// <summary>As the library has them.</summary>
        internal static ExportOptionsHandle Build(ExportOptions options)
        {
            Native.Check(Import<cw_export_options_new>.Call(out ExportOptionsHandle handle, out ErrorHandle error), error);
            try
            {
                options?.Set(handle);
                return handle;
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        private unsafe void Set(ExportOptionsHandle handle)
        {
            Native.SetValue(handle, (uint)Format, Import<cw_export_options_format>.Call.Invoke);
            Native.SetPassword(handle, Password, Import<cw_export_options_password>.Call.Invoke);
            Native.SetText(handle, Reader, Import<cw_export_options_reader>.Call.Invoke);
            if (WithKey)
            {
                Native.Set(handle, Import<cw_export_options_with_key>.Call.Invoke);
            }

            if (Iterations is int iterations)
            {
                Native.SetValue(handle, Native.Unsigned(iterations, nameof(Iterations)), Import<cw_export_options_iterations>.Call.Invoke);
            }
        }
    }

    /// <summary>A file that was made.</summary>
    public sealed class Exported
    {
        internal Exported(byte[] octets, IReadOnlyList<string> notes)
        {
            Octets = octets;
            Notes = notes;
        }

        /// <summary>The octets of the file; the caller wipes them where they hold a key.</summary>
        public byte[] Octets { get; }

        /// <summary>What is to be known, such as that its reader takes only weak encryption.</summary>
        public IReadOnlyList<string> Notes { get; }
    }
}
