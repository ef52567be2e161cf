"""What an assistant may read of the company, over MCP: nothing changes, nobody is named.

Nouns: tool, resource, verbatim. Leans on the same answers as the pages and the API.
"""
