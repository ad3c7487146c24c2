namespace Certwright
{
    /// <summary>What an upgrade of a store came to.</summary>
    public sealed class Upgraded
    {
        internal Upgraded(int fromSchema, int toSchema, string copy)
        {
            FromSchema = fromSchema;
            ToSchema = toSchema;
            Copy = copy;
        }

        /// <summary>The schema's major version before.</summary>
        public int FromSchema { get; }

        /// <summary>And after.</summary>
        public int ToSchema { get; }

        /// <summary>The copy of the store as it was; null if there was nothing to do.</summary>
        public string Copy { get; }
    }
}
