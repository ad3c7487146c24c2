using System;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>One thing that is wrong with a path.</summary>
    public sealed class Reason
    {
        private Reason(IntPtr lent)
        {
            Code = Lent.Text(lent, Import<cw_reason_code>.Call.Invoke);
            Place = checked((int)Lent.Value<UIntPtr>(lent, Import<cw_reason_place>.Call.Invoke));
            Certificate = Lent.Text(lent, Import<cw_reason_certificate>.Call.Invoke);
            Message = Lent.Text(lent, Import<cw_reason_message>.Call.Invoke);
            Advice = Lent.Text(lent, Import<cw_reason_advice>.Call.Invoke);
        }

        /// <summary>The word for it that stays, such as <c>expired</c>; of a rule that is broken the rule's, such as <c>subject_alt_name_missing</c>.</summary>
        public string Code { get; }

        /// <summary>Which certificate of the path it is about: 0 is the leaf, the last one the root.</summary>
        public int Place { get; }

        /// <summary>The subject of that certificate.</summary>
        public string Certificate { get; }

        /// <summary>A sentence for people, with the certificate and the values concerned.</summary>
        public string Message { get; }

        /// <summary>What could be done about it, by whoever runs the server or by whoever trusts it: one sentence.</summary>
        public string Advice { get; }

        /// <summary>The sentence.</summary>
        public override string ToString() => Message;

        internal static Reason Copy(IntPtr lent) => new Reason(lent);
    }
}
