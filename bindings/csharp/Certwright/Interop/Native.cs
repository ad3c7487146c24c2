namespace Certwright.Interop
{
    /// <summary>What follows every call that can fail.</summary>
    internal static class Native
    {
        /// <summary>Throws what went wrong, if something did; frees the error in any case.</summary>
        internal static void Check(Status status, ErrorHandle error)
        {
            using (error)
            {
                if (status != Status.Ok)
                {
                    throw CertwrightException.Of(status, error);
                }
            }
        }
    }
}
