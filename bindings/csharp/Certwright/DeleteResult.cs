namespace Certwright
{
    /// <summary>What a deletion came to.</summary>
    public sealed class DeleteResult
    {
        internal DeleteResult(bool keyDeleted, bool keyShared)
        {
            KeyDeleted = keyDeleted;
            KeyShared = keyShared;
        }

        /// <summary>The private key is gone too.</summary>
        public bool KeyDeleted { get; }

        /// <summary>The private key stayed, because another certificate here shares it.</summary>
        public bool KeyShared { get; }
    }
}
