namespace Certwright
{
    /// <summary>One entry of a subjectAltName.</summary>
    public sealed class AlternativeName
    {
        internal AlternativeName(string kind, string value)
        {
            Kind = kind;
            Value = value;
        }

        /// <summary>dns, ip, email, uri, directory or other.</summary>
        public string Kind { get; }

        /// <summary>An address as text, a directory name as RFC 4514 writes it; of another kind the tag and the content in hex.</summary>
        public string Value { get; }

        /// <summary>Kind and value.</summary>
        public override string ToString() => Kind + ":" + Value;
    }
}
