using Certwright.Interop;

namespace Certwright
{
    /// <summary>What a file is.</summary>
    public sealed class Detected
    {
        internal Detected(DetectedHandle handle)
        {
            Kind = Native.Text<DetectedHandle>(handle, Import<cw_detected_kind>.Call.Invoke);
            Why = Native.Text<DetectedHandle>(handle, Import<cw_detected_why>.Call.Invoke);
            Hint = Native.Text<DetectedHandle>(handle, Import<cw_detected_hint>.Call.Invoke);
        }

        /// <summary>Such as certificate, pem, pkcs12, pkcs7, private-key, jks, empty, truncated, unknown.</summary>
        public string Kind { get; }

        /// <summary>What tells it, such as "it is PEM with 2 blocks: a private key (PKCS#8), a certificate".</summary>
        public string Why { get; }

        /// <summary>What makes it a file that can be read, such as a command in which FILE is its name; null if there is nothing to say.</summary>
        public string Hint { get; }
    }
}
