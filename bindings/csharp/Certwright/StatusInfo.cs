using System;
using System.Collections.Generic;
using System.Linq;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>What is to be said of a status.</summary>
    public sealed class StatusInfo
    {
        private StatusInfo(Status status)
        {
            Status = status;
            Code = Text(Import<cw_status_code>.Call.Invoke);
            Meaning = Text(Import<cw_status_meaning>.Call.Invoke);
            Cause = Text(Import<cw_status_cause>.Call.Invoke);
            Cure = Text(Import<cw_status_cure>.Call.Invoke);
        }

        /// <summary>The status.</summary>
        public Status Status { get; }

        /// <summary>The name in JSON, such as <c>not_found</c>.</summary>
        public string Code { get; }

        /// <summary>One line that says what it means.</summary>
        public string Meaning { get; }

        /// <summary>What usually brings it about.</summary>
        public string Cause { get; }

        /// <summary>What to do, with the command where there is one.</summary>
        public string Cure { get; }

        /// <summary>Every status, in the order of the numbers.</summary>
        public static IReadOnlyList<StatusInfo> All =>
            Array.AsReadOnly(Enumerable.Range(1, checked((int)Import<cw_status_count>.Call())).Select(number => Of((Status)number)).ToArray());

        /// <summary>Of a status, such as that of an exception.</summary>
        /// <exception cref="CertwrightException">InvalidArgument: there is none of this number.</exception>
        public static StatusInfo Of(Status status) => new StatusInfo(status);

        /// <summary>Of a number or a code as text; case and dashes do not matter.</summary>
        /// <exception cref="CertwrightException">InvalidArgument, which names the codes that come nearest.</exception>
        public static unsafe StatusInfo Parse(string text) => Of((Status)Native.Made<uint>(text, nameof(text), Import<cw_status_parse>.Call.Invoke));

        private string Text(Look<uint, CwBytes> look)
        {
            Native.Check(look((uint)Status, out CwBytes text, out ErrorHandle error), error);
            return text.TakeText();
        }
    }
}
