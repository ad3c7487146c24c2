namespace Certwright
{
    /// <summary>One attribute of a name.</summary>
    public sealed class NameAttribute
    {
        internal NameAttribute(int component, string oid, string shortName, string value)
        {
            Component = component;
            Oid = oid;
            ShortName = shortName;
            Value = value;
        }

        /// <summary>Of which component it is, counted from 0 in the order of the DER; several of one are those that the text joins by "+".</summary>
        public int Component { get; }

        /// <summary>Its type as a dotted OID.</summary>
        public string Oid { get; }

        /// <summary>The short name of its type, such as CN; null if it has none here.</summary>
        public string ShortName { get; }

        /// <summary>Its value; "#" and the hex of its DER where that is no text.</summary>
        public string Value { get; }

        /// <summary>Type and value; nothing is escaped.</summary>
        public override string ToString() => (ShortName ?? Oid) + "=" + Value;
    }
}
