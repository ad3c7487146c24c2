using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Certwright.Interop
{
    /// <summary>A JSON object of texts, as the library writes it; .NET Standard has no reader of JSON without another package.</summary>
    internal static class JsonTexts
    {
        internal static IReadOnlyDictionary<string, string> Read(string json)
        {
            var texts = new Dictionary<string, string>();
            int at = 0;
            Expect(json, ref at, '{');
            while (Next(json, ref at) != '}')
            {
                if (texts.Count > 0)
                {
                    Expect(json, ref at, ',');
                }

                string name = Text(json, ref at);
                Expect(json, ref at, ':');
                texts[name] = Text(json, ref at);
            }

            return texts;
        }

        private static string Text(string json, ref int at)
        {
            Expect(json, ref at, '"');
            var text = new StringBuilder();
            while (json[at] != '"')
            {
                text.Append(json[at] == '\\' ? Escaped(json, ref at) : json[at++]);
            }

            at++;
            return text.ToString();
        }

        private static char Escaped(string json, ref int at)
        {
            char kind = json[at + 1];
            at += 2;
            switch (kind)
            {
                case 'b': return '\b';
                case 'f': return '\f';
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'u':
                    at += 4;
                    return (char)ushort.Parse(json.Substring(at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                default: return kind;
            }
        }

        private static char Next(string json, ref int at)
        {
            while (char.IsWhiteSpace(json[at]))
            {
                at++;
            }

            return json[at];
        }

        private static void Expect(string json, ref int at, char wanted)
        {
            if (Next(json, ref at) != wanted)
            {
                throw new FormatException("the library gave JSON that is no object of texts");
            }

            at++;
        }
    }
}
