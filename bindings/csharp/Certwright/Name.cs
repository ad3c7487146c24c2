using System;
using System.Collections.Generic;
using System.Linq;
using Certwright.Interop;

namespace Certwright
{
    /// <summary>A subject or an issuer, octet for octet as it stands in a certificate; immutable. Two are equal if their DER is.</summary>
    public sealed class Name : IEquatable<Name>
    {
        private readonly byte[] der;

        private Name(NameHandle handle)
        {
            der = Native.Octets<NameHandle>(handle, Import<cw_name_der>.Call.Invoke);
            Text = Native.Text<NameHandle>(handle, Import<cw_name_text>.Call.Invoke);
            CommonName = Native.Text<NameHandle>(handle, Import<cw_name_common_name>.Call.Invoke);
            Attributes = Array.AsReadOnly(AttributesOf(handle));
        }

        /// <summary>As RFC 4514 writes it, the last component of the DER first.</summary>
        public string Text { get; }

        /// <summary>The DER.</summary>
        public byte[] Der => (byte[])der.Clone();

        /// <summary>The most specific common name; null if it has none.</summary>
        public string CommonName { get; }

        /// <summary>Its attributes in the order of the DER, which is the reverse of that of the text; none if it is empty.</summary>
        public IReadOnlyList<NameAttribute> Attributes { get; }

        /// <summary>Reads a plain name, which becomes the common name, or an RFC 4514 string.</summary>
        /// <exception cref="CertwrightException">InvalidSubject.</exception>
        public static unsafe Name Parse(string text) => Of(Native.Made<NameHandle>(text, nameof(text), Import<cw_name_parse>.Call.Invoke));

        /// <summary>Takes the DER of a name; nothing may follow it.</summary>
        /// <exception cref="CertwrightException">InvalidSubject.</exception>
        public static Name FromDer(byte[] der) => Of(HandleOf(der));

        /// <summary>Whether they are the same, octet for octet; case and kinds of text matter.</summary>
        public bool Equals(Name other) => !(other is null) && der.SequenceEqual(other.der);

        /// <inheritdoc/>
        public override bool Equals(object obj) => Equals(obj as Name);

        /// <inheritdoc/>
        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

        /// <summary>The text.</summary>
        public override string ToString() => Text;

        /// <summary>As the library has it.</summary>
        internal NameHandle Build() => HandleOf(der);

        /// <summary>A copy of one that belongs to something else.</summary>
        internal static Name Copy(IntPtr lent) => Of(new NameHandle(lent));

        private static unsafe NameHandle HandleOf(byte[] der) => Native.Made<NameHandle>(der, nameof(der), Import<cw_name_from_der>.Call.Invoke);

        private static Name Of(NameHandle handle)
        {
            using (handle)
            {
                return new Name(handle);
            }
        }

        private static NameAttribute[] AttributesOf(NameHandle handle)
        {
            var attributes = new NameAttribute[checked((int)Native.Value<NameHandle, UIntPtr>(handle, Import<cw_name_attribute_count>.Call.Invoke))];
            using (handle.Hold())
            {
                for (int i = 0; i < attributes.Length; i++)
                {
                    Native.Check(
                        Import<cw_name_attribute_at>.Call(handle, (UIntPtr)i, out UIntPtr component, out CwStr oid, out CwStr shortName, out CwStr value, out ErrorHandle error),
                        error);
                    attributes[i] = new NameAttribute(checked((int)component), oid.Text(), shortName.Text(), value.Text());
                }
            }

            return attributes;
        }
    }
}
