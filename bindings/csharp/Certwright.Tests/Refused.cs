using NUnit.Framework;

namespace Certwright.Tests
{
    /// <summary>What is refused, and how.</summary>
    internal static class Refused
    {
        internal static CertwrightException With(Status status, TestDelegate work)
        {
            var refused = Assert.Throws<CertwrightException>(work);
            Assert.AreEqual(status, refused.Status, refused.Message);
            Assert.AreEqual(StatusInfo.Of(status).Code, refused.Code);
            return refused;
        }
    }
}
