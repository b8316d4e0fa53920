"""From a question in everyday words to the topics that may answer it.

>>> search = train([Example("berapa iurannya", "iuran"), Example("cara daftar", "daftar")])
>>> search.rank("iuran brp").candidates[0].topic
'iuran'
"""

from knowledge.search.examples import Example
from knowledge.search.model import TrainedSearch, train
from knowledge.search.ranking import Candidate, Ranking, Search

__all__ = ["Candidate", "Example", "Ranking", "Search", "TrainedSearch", "train"]
