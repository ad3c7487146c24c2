using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>Text as people write or paste it, put into the one form that it is compared in.</summary>
    public static class Parse
    {
        /// <summary>A thumbprint: hidden characters, blanks, colons and case do not matter. Upper-case hex of SHA-1 (40 digits) or SHA-256 (64).</summary>
        /// <exception cref="CertwrightException">InvalidThumbprint.</exception>
        public static unsafe string Thumbprint(string text) => Native.Made<CwBytes>(text, nameof(text), Import<cw_thumbprint_parse>.Call.Invoke).TakeText();

        /// <summary>A serial number, read as unsigned: upper-case hex.</summary>
        /// <exception cref="CertwrightException">InvalidSerialNumber.</exception>
        public static unsafe string Serial(string text) => Native.Made<CwBytes>(text, nameof(text), Import<cw_serial_parse>.Call.Invoke).TakeText();

        /// <summary>A serial number, from the content octets of its DER: two's complement, 1 to 64 of them. Upper-case hex, a negative one with "-".</summary>
        /// <exception cref="CertwrightException">InvalidSerialNumber.</exception>
        public static unsafe string SerialFromDer(byte[] der) => Native.Made<CwBytes>(der, nameof(der), Import<cw_serial_from_der>.Call.Invoke).TakeText();

        /// <summary>The name of a named store, in any case: Personal, TrustedRoot, Intermediate, TrustedPeople, also by Windows' names (My, Root, CA), or one of your own.</summary>
        /// <exception cref="CertwrightException">InvalidArgument.</exception>
        public static unsafe string StoreName(string text) => Native.Made<CwBytes>(text, nameof(text), Import<cw_store_name_parse>.Call.Invoke).TakeText();

        /// <summary>A plain name or an RFC 4514 string, as RFC 4514 writes it.</summary>
        /// <exception cref="CertwrightException">InvalidSubject.</exception>
        public static unsafe string Subject(string text) => Native.Made<CwBytes>(text, nameof(text), Import<cw_subject_parse>.Call.Invoke).TakeText();

        /// <summary>A date or time, UTC. A date alone is midnight, and <paramref name="wholeDay"/> says so.</summary>
        /// <exception cref="CertwrightException">AmbiguousDate, InvalidDate.</exception>
        public static unsafe DateTimeOffset Date(string text, out bool wholeDay)
        {
            using (Input input = Input.Of(text ?? throw new ArgumentNullException(nameof(text))))
            {
                Native.Check(Import<cw_date_parse>.Call(input.Pointer, input.Length, out long seconds, out wholeDay, out ErrorHandle error), error);
                return Moment.OfSeconds(seconds);
            }
        }
    }
}
