using System;
using System.Collections.Generic;
using System.Globalization;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>The server presents another certificate than the one that was decided upon. It is refused, whoever issued it, until somebody decides anew.</summary>
    public sealed class ServerCertificateChangedException : CertwrightException
    {
        internal ServerCertificateChangedException(string message, string details)
            : base(Status.ServerCertificateChanged, message, details)
        {
            IReadOnlyDictionary<string, string> parts = JsonTexts.Read(details);
            Server = parts["server"];
            Pin = (Pin)Enum.Parse(typeof(Pin), parts["pin"], ignoreCase: true);
            Old = parts["old"];
            New = parts["new"];
            Since = DateTimeOffset.Parse(parts["since"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        }

        /// <summary>The server as <c>host:port</c>.</summary>
        public string Server { get; }

        /// <summary>What of the certificate is trusted there.</summary>
        public Pin Pin { get; }

        /// <summary>SHA-256 of the certificate that was decided upon, upper-case hex; <see cref="Store.TrustDecisions"/> has it whole.</summary>
        public string Old { get; }

        /// <summary>SHA-256 of the certificate that the server presents, upper-case hex.</summary>
        public string New { get; }

        /// <summary>Since when the old one is trusted, UTC.</summary>
        public DateTimeOffset Since { get; }
    }
}
