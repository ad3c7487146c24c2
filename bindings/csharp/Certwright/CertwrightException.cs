using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Something could not be done: one line says what was wrong with which thing, and what to do. No secret is ever in it.</summary>
    public class CertwrightException : CryptographicException
    {
        internal CertwrightException(Status status, string message, string details = "{}", Exception cause = null)
            : base(message, cause)
        {
            Status = status;
            Details = details;
        }

        /// <summary>What kind of thing went wrong; the same number in every language.</summary>
        public Status Status { get; }

        /// <summary>The name of the status as JSON and the command line have it, such as <c>not_found</c>.</summary>
        public string Code
        {
            get
            {
                var code = new StringBuilder();
                foreach (char letter in Status.ToString())
                {
                    if (char.IsUpper(letter) && code.Length > 0)
                    {
                        code.Append('_');
                    }

                    code.Append(char.ToLowerInvariant(letter));
                }

                return code.ToString();
            }
        }

        /// <summary>The parts of the message as JSON, such as <c>{"path":"certs.db"}</c>, for hosts that say it in a language of their own.</summary>
        public string Details { get; }

        internal static CertwrightException Of(Status status, ErrorHandle error)
        {
            if (error == null || error.IsInvalid)
            {
                return new CertwrightException(status, "the native library failed with status " + (uint)status);
            }

            using (error.Hold())
            {
                string message = Import<cw_error_message>.Call(error).Text();
                string details = Import<cw_error_details>.Call(error).Text();
                switch (status)
                {
                    case Status.ServerCertificateChanged:
                        return new ServerCertificateChangedException(message, details);
                    case Status.Untrusted:
                        IReadOnlyList<RefusedPath> refused = Native.List<ErrorHandle, IntPtr, RefusedPath>(
                            error, Import<cw_error_refused_path_count>.Call.Invoke, Import<cw_error_refused_path_at>.Call.Invoke, RefusedPath.Copy);
                        return new UntrustedException(message, details, refused);
                    default:
                        return new CertwrightException(status, message, details);
                }
            }
        }
    }
}
