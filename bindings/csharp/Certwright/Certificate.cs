using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>One parsed X.509 certificate; immutable.</summary>
    public sealed class Certificate : IDisposable
    {
        private readonly CertificateHandle handle;

        internal Certificate(CertificateHandle handle) => this.handle = handle;

        /// <summary>Reads one certificate.</summary>
        public static unsafe Certificate FromDer(byte[] der)
        {
            using (Input input = Input.Of(der ?? throw new ArgumentNullException(nameof(der))))
            {
                Native.Check(Import<cw_certificate_from_der>.Call(input.Pointer, input.Length, out CertificateHandle handle, out ErrorHandle error), error);
                return new Certificate(handle);
            }
        }

        /// <summary>Subject.</summary>
        public string Subject
        {
            get
            {
                using (handle.Hold())
                {
                    Native.Check(Import<cw_certificate_subject>.Call(handle, out CwStr text, out ErrorHandle error), error);
                    return text.Text();
                }
            }
        }

        /// <summary>Frees.</summary>
        public void Dispose() => handle.Dispose();
    }
}
